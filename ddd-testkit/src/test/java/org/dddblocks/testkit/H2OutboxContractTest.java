package org.dddblocks.testkit;

class H2OutboxContractTest extends OutboxContract implements OnH2 {}
