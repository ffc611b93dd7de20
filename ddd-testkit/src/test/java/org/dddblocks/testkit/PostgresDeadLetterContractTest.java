package org.dddblocks.testkit;

class PostgresDeadLetterContractTest extends DeadLetterContract implements OnPostgres {}
