package org.dddblocks.testkit;

class H2FeedOrderContractTest extends FeedOrderContract implements OnH2 {}
