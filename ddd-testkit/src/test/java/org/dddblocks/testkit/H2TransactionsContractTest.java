package org.dddblocks.testkit;

class H2TransactionsContractTest extends TransactionsContract implements OnH2 {}
