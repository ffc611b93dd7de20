package org.dddblocks.testkit;

class H2FeedRelayContractTest extends FeedRelayContract implements OnH2 {}
