package org.dddblocks.persistence;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbSchemaUpgradeTest extends SchemaUpgradeTest {}
