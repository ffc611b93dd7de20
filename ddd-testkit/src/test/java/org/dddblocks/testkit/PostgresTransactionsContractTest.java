package org.dddblocks.testkit;

class PostgresTransactionsContractTest extends TransactionsContract implements OnPostgres {}
