package org.dddblocks.testkit;

class PostgresFeedOrderContractTest extends FeedOrderContract implements OnPostgres {}
