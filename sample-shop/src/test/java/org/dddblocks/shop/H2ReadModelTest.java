package org.dddblocks.shop;

import java.util.UUID;

class H2ReadModelTest extends ReadModelContract {
    @Override
    ShopConfig fresh() {
        return ShopConfig.inMemory("read-" + UUID.randomUUID());
    }
}
