package org.dddblocks.testkit;

class H2EventStoreContractTest extends JdbcEventStoreContract implements OnH2 {}
