package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbDeadLetterContractTest extends DeadLetterContract implements OnMariaDb {}
