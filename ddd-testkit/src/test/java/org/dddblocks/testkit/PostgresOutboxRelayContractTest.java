package org.dddblocks.testkit;

class PostgresOutboxRelayContractTest extends OutboxRelayContract implements OnPostgres {}
