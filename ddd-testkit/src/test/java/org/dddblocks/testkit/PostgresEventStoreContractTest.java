package org.dddblocks.testkit;

class PostgresEventStoreContractTest extends JdbcEventStoreContract implements OnPostgres {}
