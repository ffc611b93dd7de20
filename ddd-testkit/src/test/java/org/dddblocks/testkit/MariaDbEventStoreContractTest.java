package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbEventStoreContractTest extends JdbcEventStoreContract implements OnMariaDb {}
