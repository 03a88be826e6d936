package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.web.billing.VatRoles;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What members are to the VAT; utility and operators only. */
@Path("/api/v1/participants/{id}/vat-roles")
@Tag(name = "invoices")
public class VatRoleResource {

    private final Registry registry;
    private final VatRoles roles;
    private final CurrentCaller caller;

    public VatRoleResource(Registry registry, VatRoles roles, CurrentCaller caller) {
        this.registry = registry;
        this.roles = roles;
        this.caller = caller;
    }

    /** What a member is to the VAT from a day on. */
    public record VatRoleRequest(@NotNull String validFrom, @NotNull String vatRole) {}

    @POST
    @Operation(summary = "Says what a member is to the VAT from a day on")
    public Uni<RestResponse<Void>> vatRole(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid VatRoleRequest request) {
        String by = caller.access().requireUtility();
        ParticipantId member = Homes.id(id);
        LocalDate from = Inputs.date("validFrom", request.validFrom()).orElseThrow();
        VatRole role = Inputs.name("vatRole", VatRole.class, request.vatRole()).orElseThrow();
        return registry.participant(member)
                .map(found ->
                        found.orElseThrow(() ->
                                new ProblemException(Problem.notFound("participant " + member))))
                .chain(found -> roles.add(found.id(), from, role, by))
                .map(added -> {
                    if (!added) {
                        throw Inputs.invalid("validFrom", "has a role already");
                    }
                    return RestResponse.status(RestResponse.Status.CREATED);
                });
    }
}
