/** An order-to-delivery flow that uses every module. */
module org.dddblocks.shop {
    requires transitive org.dddblocks.core;
    requires org.dddblocks.persistence;
    requires org.dddblocks.eventstore;
    requires org.dddblocks.outbox;
    requires org.dddblocks.saga;
    requires com.h2database;
    requires com.zaxxer.hikari;
    requires info.picocli;
    requires org.apache.commons.csv;
    requires me.tongfei.progressbar;
    requires java.sql;
    requires org.slf4j;

    exports org.dddblocks.shop;
    exports org.dddblocks.shop.ordering.api;
    exports org.dddblocks.shop.ordering.application;
    exports org.dddblocks.shop.inventory.api;
    exports org.dddblocks.shop.inventory.application;
    exports org.dddblocks.shop.payment.api;
    exports org.dddblocks.shop.payment.application;
    exports org.dddblocks.shop.delivery.api;
    exports org.dddblocks.shop.delivery.application;

    opens org.dddblocks.shop to
            info.picocli;
}
