/** What the stores share: transactions, SQL dialects, schema, JSON codec, two small ports. */
module org.dddblocks.persistence {
    requires transitive org.dddblocks.core;
    requires transitive java.sql;
    requires org.slf4j;
    requires transitive com.fasterxml.jackson.databind;
    requires static org.postgresql.jdbc;

    exports org.dddblocks.persistence;
    exports org.dddblocks.persistence.spi;
}
