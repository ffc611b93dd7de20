package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbFeedOrderContractTest extends FeedOrderContract implements OnMariaDb {}
