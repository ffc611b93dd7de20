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
    requires org.postgresql.jdbc;

    // What contexts say to each other; JSON reads and writes it.
    exports org.dddblocks.shop.ordering.api;
    exports org.dddblocks.shop.inventory.api;
    exports org.dddblocks.shop.payment.api;
    exports org.dddblocks.shop.delivery.api;

    opens org.dddblocks.shop to
            info.picocli;
    // What stores write and read as JSON and nobody else shall see.
    opens org.dddblocks.shop.ordering.model to
            com.fasterxml.jackson.databind;
    opens org.dddblocks.shop.fulfilment to
            com.fasterxml.jackson.databind;
}
