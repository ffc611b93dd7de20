package org.dddblocks.testkit;

class PostgresFeedRelayContractTest extends FeedRelayContract implements OnPostgres {}
