package org.dddblocks.shop;

import java.util.UUID;

class H2LastUnitTest extends LastUnitContract {
    @Override
    ShopConfig fresh() {
        return ShopConfig.inMemory("last-" + UUID.randomUUID());
    }
}
