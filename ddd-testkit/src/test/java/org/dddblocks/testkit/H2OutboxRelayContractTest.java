package org.dddblocks.testkit;

class H2OutboxRelayContractTest extends OutboxRelayContract implements OnH2 {}
