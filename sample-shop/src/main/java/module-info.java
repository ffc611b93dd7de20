/** An order-to-delivery flow. */
module org.dddblocks.shop {
    requires org.dddblocks.core;
    requires org.dddblocks.persistence;
    requires org.dddblocks.eventstore;
    requires org.dddblocks.outbox;
    requires org.dddblocks.saga;
    requires com.h2database;
    requires com.zaxxer.hikari;
    requires info.picocli;
    requires org.apache.commons.csv;
}
