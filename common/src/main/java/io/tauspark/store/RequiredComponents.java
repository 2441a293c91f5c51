package io.tauspark.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * Has Jackson refuse JSON in which a component of a record is missing, or is null although it may not be. Without it, a
 * missing number would be 0 and a missing text a null that fails somewhere else.
 */
final class RequiredComponents extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        boolean required = isComponent(member) && !mayBeLeftOut((AnnotatedParameter) member);
        return required ? Boolean.TRUE : null;
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated member) {
        if (!isComponent(member) || isNullable((AnnotatedParameter) member)) {
            return JsonSetter.Value.empty();
        }
        JavaType content = member.getType().getContentType();
        // A null among trees is a tree itself.
        boolean nullable = content == null || content.isTypeOrSubTypeOf(JsonNode.class);
        return JsonSetter.Value.construct(Nulls.FAIL, nullable ? Nulls.DEFAULT : Nulls.FAIL);
    }

    /** One with {@link JsonProperty} may be missing in files that are older than it; its record says what it is then. */
    private static boolean isComponent(Annotated member) {
        return member instanceof AnnotatedParameter parameter
                && !parameter.hasAnnotation(JsonProperty.class)
                && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
                && constructor.getDeclaringClass().isRecord();
    }

    /** Whether the record is written without its nulls. */
    private static boolean mayBeLeftOut(AnnotatedParameter component) {
        JsonInclude written = component.getDeclaringClass().getAnnotation(JsonInclude.class);
        return written != null && written.value() == JsonInclude.Include.NON_NULL && isNullable(component);
    }

    private static boolean isNullable(AnnotatedParameter component) {
        return ((Constructor<?>) component.getOwner().getAnnotated())
                .getAnnotatedParameterTypes()[component.getIndex()].isAnnotationPresent(Nullable.class);
    }
}
