package org.dddblocks.shop;

import java.util.UUID;

class H2FlowTest extends FlowContract {
    @Override
    ShopConfig fresh() {
        return ShopConfig.inMemory("flow-" + UUID.randomUUID());
    }
}
