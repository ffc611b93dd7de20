package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbOutboxContractTest extends OutboxContract implements OnMariaDb {}
