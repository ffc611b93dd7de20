package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbOutboxRelayContractTest extends OutboxRelayContract implements OnMariaDb {}
