package org.dddblocks.persistence;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** A test that runs on H2 and PostgreSQL, and on MariaDB where its class has the tag {@code services}. */
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ArgumentsSource(OnEachDatabase.Databases.class)
public @interface OnEachDatabase {

    /** Decides by the tag of the class that is run. */
    final class Databases implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return context.getTags().contains("services")
                    ? Stream.of(Arguments.of(TestDatabase.MARIADB))
                    : Stream.of(Arguments.of(TestDatabase.H2), Arguments.of(TestDatabase.POSTGRESQL));
        }
    }
}
