package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbFeedRelayContractTest extends FeedRelayContract implements OnMariaDb {}
