package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.dddblocks.core.example.Customer;
import org.dddblocks.core.example.CustomerId;
import org.dddblocks.core.example.Order;
import org.jmolecules.archunit.JMoleculesDddRules;
import org.junit.jupiter.api.Test;

class JMoleculesRulesTest {
    record BadId(String value) implements TypedId<Bad> {}

    /** Holds another root itself instead of its id. */
    static final class Bad extends AggregateRoot<Bad, BadId, DomainEvent> {
        private final Customer customer = new Customer(new CustomerId("1"));

        Bad(BadId id) {
            super(id);
        }

        Customer customer() {
            return customer;
        }
    }

    @Test
    void a_model_on_these_types_passes_the_rules_of_jmolecules() {
        JavaClasses model = new ClassFileImporter().importPackagesOf(Order.class);

        assertThat(JMoleculesDddRules.all().evaluate(model).getFailureReport().getDetails())
                .isEmpty();
    }

    @Test
    void the_rules_of_jmolecules_see_a_root_that_holds_another_root() {
        JavaClasses model = new ClassFileImporter().importClasses(Bad.class, BadId.class, Customer.class);

        assertThat(JMoleculesDddRules.all().evaluate(model).getFailureReport().getDetails())
                .anyMatch(line -> line.contains("customer"));
    }
}
