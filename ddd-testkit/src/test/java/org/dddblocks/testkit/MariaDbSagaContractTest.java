package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbSagaContractTest extends SagaContract implements OnMariaDb {}
