package org.dddblocks.testkit;

class PostgresOutboxContractTest extends OutboxContract implements OnPostgres {}
