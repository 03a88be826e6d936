package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.registry.store.TariffRegistry;
import energy.peerwatt.web.view.TariffView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Dated prices of an area and of its members. */
@Path("/api/v1/areas/{id}/tariffs")
@Tag(name = "tariffs")
public class TariffResource {

    private final Registry registry;
    private final TariffRegistry tariffs;
    private final CurrentCaller caller;

    public TariffResource(Registry registry, TariffRegistry tariffs, CurrentCaller caller) {
        this.registry = registry;
        this.tariffs = tariffs;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary =
                    "Prices that replace those of the registration, by first day: the area's"
                            + " charges, or what a member's own supplier charges and pays")
    public Uni<List<TariffView>> tariffs(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("participantId") @Nullable String participantId) {
        OptionalLong number = Inputs.number("participantId", participantId);
        Optional<ParticipantId> member =
                number.isEmpty() ? Optional.empty() : Optional.of(participant(number.getAsLong()));
        member.ifPresent(caller.access()::requireMayKnow);
        return AreaResource.find(registry, id)
                .chain(area -> tariffs.of(area.rules().area(), member))
                .map(TariffResource::views);
    }

    private static ParticipantId participant(long number) {
        if (number < ParticipantId.FIRST_MEMBER) {
            throw Inputs.invalid("participantId", "is not the id of a member");
        }
        return new ParticipantId(number);
    }

    /** Values name the field that is wrong before a colon. */
    static ProblemException problem(Throwable refused) {
        String[] parts = String.valueOf(refused.getMessage()).split(": ", 2);
        return parts.length == 2 && parts[0].matches("[A-Za-z]+")
                ? Inputs.invalid(parts[0], parts[1])
                : Inputs.invalid("priceMicro", String.valueOf(refused.getMessage()));
    }

    private static List<TariffView> views(TariffTable table) {
        return table.prices().stream().map(TariffView::of).toList();
    }
}
