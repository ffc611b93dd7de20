package org.dddblocks.persistence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.dddblocks.core.StandardType;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson what a model need not say in annotations: a record around one simple value, such as a typed id, is
 * written as that value, and a standard type as its code. Jackson itself does the access, so packages are opened to it
 * alone.
 */
final class JsonShape extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    private static final Set<Class<?>> SIMPLE = Set.of(
            String.class,
            UUID.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            short.class,
            Short.class,
            BigDecimal.class,
            BigInteger.class,
            LocalDate.class,
            Instant.class);

    private final transient Set<Class<?>> wholes;

    /** Registered types stay objects, so that a second component can be added to them later. */
    JsonShape(Set<Class<?>> wholes) {
        this.wholes = wholes;
    }

    private @Nullable RecordComponent wrapped(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        boolean single = components != null && components.length == 1 && !wholes.contains(type);
        return single && SIMPLE.contains(components[0].getType()) ? components[0] : null;
    }

    @Override
    public @Nullable Boolean hasAsValue(Annotated annotated) {
        if (annotated instanceof AnnotatedMethod method && method.getParameterCount() == 0) {
            Class<?> type = method.getDeclaringClass();
            RecordComponent component = wrapped(type);
            boolean value = component != null && component.getName().equals(method.getName());
            boolean code = type.isEnum()
                    && StandardType.class.isAssignableFrom(type)
                    && method.getName().equals("code");
            if (value || code) {
                return true;
            }
        }
        return super.hasAsValue(annotated);
    }

    @Override
    public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
        if (annotated instanceof AnnotatedConstructor constructor && constructor.getParameterCount() == 1) {
            RecordComponent component = wrapped(constructor.getDeclaringClass());
            if (component != null && component.getType().equals(constructor.getRawParameterType(0))) {
                return JsonCreator.Mode.DELEGATING;
            }
        }
        return super.findCreatorAnnotation(config, annotated);
    }
}
