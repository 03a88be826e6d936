package energy.peerwatt.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * That the person of a session still sits there: the password, or an answer of one of its passkeys.
 * Without either, the provider must have asked who it is just now ({@code POST /me/oidc/proofs}).
 */
record Proof(
        @Nullable @Size(max = 200) String password,
        @Nullable @Schema(type = SchemaType.OBJECT, implementation = Object.class)
                JsonNode passkey) {

    /** An explicit null is none. */
    Proof {
        passkey = passkey == null || passkey.isNull() ? null : passkey;
    }

    @Override
    public String toString() {
        return "Proof";
    }
}
