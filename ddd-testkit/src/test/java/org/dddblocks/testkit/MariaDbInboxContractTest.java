package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbInboxContractTest extends InboxContract implements OnMariaDb {}
