package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jmolecules.archunit.JMoleculesDddRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The borders between contexts and within each: read from the sources, so that the complaint names file and line. */
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    @TempDir
    Path folder;

    @Test
    void the_rules_of_jmolecules_hold() {
        JavaClasses shop = new ClassFileImporter().importPath(Path.of("target", "classes"));
        assertThat(shop.contain(Shop.class)).isTrue();
        JMoleculesDddRules.all().check(shop);
    }

    @Test
    void the_contexts_keep_their_borders() throws IOException {
        assertThat(new Borders(SOURCES).violations()).isEmpty();
        assertThat(new Borders(SOURCES).files()).isGreaterThan(100);
    }

    @Test
    void a_model_that_knows_sql_is_named() throws IOException {
        write("inventory/model", "Stock", "", "import java.sql.Connection;");
        assertThat(violations()).containsExactly("inventory.model must not import java.sql (Stock.java:3)");
    }

    @Test
    void a_model_that_knows_its_adapter_or_a_store_is_named() throws IOException {
        write("payment/model", "Payment", "import org.dddblocks.shop.payment.adapter.SimulatedBank;");
        write("payment/model", "Refund", "import org.dddblocks.outbox.Outbox;");
        assertThat(violations())
                .containsExactly(
                        "payment.model must not import org.dddblocks.shop.payment.adapter (Payment.java:2)",
                        "payment.model must not import org.dddblocks.outbox (Refund.java:2)");
    }

    @Test
    void an_application_that_knows_its_adapter_is_named() throws IOException {
        write("delivery/application", "Dispatch", "import org.dddblocks.shop.delivery.adapter.StoredShipments;");
        assertThat(violations())
                .containsExactly(
                        "delivery.application must not import org.dddblocks.shop.delivery.adapter (Dispatch.java:2)");
    }

    @Test
    void a_context_that_looks_inside_another_is_named() throws IOException {
        write("inventory/application", "Keeping", "import org.dddblocks.shop.ordering.model.Order;");
        write("inventory/application", "Listening", "import org.dddblocks.shop.ordering.api.OrderWasPlaced;");
        write("inventory/adapter", "Spying", "// written out: org.dddblocks.shop.ordering.model.Order");
        assertThat(violations())
                .containsExactly(
                        "inventory.adapter must not import org.dddblocks.shop.ordering.model (Spying.java:2)",
                        "inventory.application must not import org.dddblocks.shop.ordering.model (Keeping.java:2)");
    }

    @Test
    void a_published_language_that_carries_the_model_is_named() throws IOException {
        write("ordering/api", "OrderWasPlaced", "import org.dddblocks.shop.ordering.model.Order;");
        assertThat(violations())
                .containsExactly(
                        "ordering.api must not import org.dddblocks.shop.ordering.model (OrderWasPlaced.java:2)");
    }

    @Test
    void a_context_that_reads_another_ones_tables_is_named() throws IOException {
        write("payment/adapter", "Peeking", "  String sql = \"select total from ordering.order_view where x = 1\";");
        assertThat(violations())
                .containsExactly("payment.adapter must not touch the table ordering.order_view (Peeking.java:2)");
    }

    @Test
    void a_tx_step_on_another_contexts_types_is_named() throws IOException {
        write(
                "fulfilment",
                "Steps",
                "import org.dddblocks.shop.inventory.api.ReserveStock;",
                "class Steps {",
                "  Object ask() { return step.command(\"ask\", s -> new ReserveStock(s.id())); }",
                "  Object wrong() {",
                "    return step.tx(\"wrong\", (s, connection) -> send(new ReserveStock(s.id())));",
                "  }",
                "}");
        assertThat(violations())
                .containsExactly("a tx step must not use ReserveStock of another context (Steps.java:6)");
    }

    @Test
    void a_helper_of_a_tx_step_that_knows_another_context_is_named() throws IOException {
        write(
                "fulfilment",
                "CaseFiles",
                "import java.sql.Connection;",
                "import org.dddblocks.shop.payment.api.VoidPayment;",
                "class CaseFiles {",
                "  void open(Connection connection, VoidPayment command) {}",
                "}");
        assertThat(violations())
                .containsExactly("what a tx step calls with its connection must not know another context: "
                        + "org.dddblocks.shop.payment.api (CaseFiles.java:3)");
    }

    private List<String> violations() throws IOException {
        return new Borders(folder).violations();
    }

    private void write(String place, String type, String... lines) throws IOException {
        Path file = folder.resolve("org/dddblocks/shop").resolve(place).resolve(type + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "// a source\n" + String.join("\n", lines) + "\n");
    }
}
