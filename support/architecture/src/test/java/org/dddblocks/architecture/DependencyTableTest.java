package org.dddblocks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.dddblocks.core.planted.ModelThatReadsTheDatabase;
import org.dddblocks.eventstore.planted.StoreThatKnowsItsSibling;
import org.dddblocks.saga.planted.SagaThatKnowsTheEventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DependencyTableTest {

    private static final JavaClasses MODULES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.dddblocks");

    @ParameterizedTest
    @EnumSource
    void a_module_uses_only_what_the_table_allows(DependencyTable module) {
        assertThat(module.classesIn(MODULES))
                .as("classes of %s that were read", module)
                .isNotEmpty();
        assertThat(module.violations(MODULES)).isEmpty();
    }

    @Test
    void a_model_that_reads_the_database_is_named_with_the_line() {
        assertThat(DependencyTable.CORE.violations(planted(ModelThatReadsTheDatabase.class)))
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains("ModelThatReadsTheDatabase must not use java.sql.Connection", "java:8)"));
    }

    @Test
    void an_event_store_that_knows_the_outbox_is_refused() {
        assertThat(DependencyTable.EVENTSTORE.violations(planted(StoreThatKnowsItsSibling.class)))
                .anySatisfy(sentence ->
                        assertThat(sentence).contains("must not use org.dddblocks.outbox.", "never ddd-outbox"));
    }

    @Test
    void a_saga_that_knows_the_event_store_is_refused() {
        assertThat(DependencyTable.SAGA.violations(planted(SagaThatKnowsTheEventStore.class)))
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains("must not use org.dddblocks.eventstore.", "never ddd-eventstore"));
    }

    private static JavaClasses planted(Class<?> type) {
        return new ClassFileImporter().importClasses(type);
    }
}
