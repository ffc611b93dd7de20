package org.dddblocks.testkit;

class PostgresStateRepositoryContractTest extends StateRepositoryContract implements OnPostgres {}
