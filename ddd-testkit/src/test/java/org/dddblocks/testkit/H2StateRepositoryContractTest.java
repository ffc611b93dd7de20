package org.dddblocks.testkit;

class H2StateRepositoryContractTest extends StateRepositoryContract implements OnH2 {}
