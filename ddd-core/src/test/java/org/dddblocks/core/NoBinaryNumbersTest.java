package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoBinaryNumbersTest {
    private static final Set<String> BINARY =
            Set.of("double", "float", "java.lang.Double", "java.lang.Float", "[D", "[F");
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.dddblocks.core");

    @Test
    void money_never_passes_through_a_binary_floating_point_number() {
        assertThat(CORE.contain(Money.class)).isTrue();
        List<String> met = CORE.stream()
                .flatMap(type -> Stream.concat(
                        type.getFields().stream()
                                .filter(f -> isBinary(f.getRawType().getName()))
                                .map(JavaField::getFullName),
                        type.getCodeUnits().stream()
                                .filter(NoBinaryNumbersTest::touchesBinary)
                                .map(JavaCodeUnit::getFullName)))
                .toList();

        assertThat(met).isEmpty();
    }

    private static boolean touchesBinary(JavaCodeUnit unit) {
        Stream<String> own = Stream.concat(
                unit.getRawParameterTypes().stream().map(type -> type.getName()),
                Stream.of(unit.getRawReturnType().getName()));
        Stream<String> called = unit.getCallsFromSelf().stream()
                .flatMap(call -> Stream.concat(
                        call.getTarget().getRawParameterTypes().stream().map(type -> type.getName()),
                        Stream.of(call.getTarget().getRawReturnType().getName())));
        return Stream.concat(own, called).anyMatch(NoBinaryNumbersTest::isBinary);
    }

    private static boolean isBinary(String type) {
        return BINARY.contains(type);
    }
}
