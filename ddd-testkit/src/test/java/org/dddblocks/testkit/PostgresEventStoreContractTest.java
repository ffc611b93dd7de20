package org.dddblocks.testkit;

class PostgresEventStoreContractTest extends PostgresEventStoreContract implements OnPooledPostgres {}
