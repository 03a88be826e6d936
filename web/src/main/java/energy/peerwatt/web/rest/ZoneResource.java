package energy.peerwatt.web.rest;

import energy.peerwatt.settlement.tariff.GridZone;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.ZoneChange;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.registry.store.TariffRegistry;
import energy.peerwatt.web.view.ZoneView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * In which zone of the grid a metering point is. The distance of two zones is the row of the grid
 * fee matrix that energy between their members is charged by.
 */
@Path("/api/v1/metering-points/{id}/zones")
@Tag(name = "tariffs")
public class ZoneResource {

    private static final int LONGEST = 60;
    private static final int LONGEST_REASON = 200;

    private final Registry registry;
    private final TariffRegistry tariffs;
    private final CurrentCaller caller;

    public ZoneResource(Registry registry, TariffRegistry tariffs, CurrentCaller caller) {
        this.registry = registry;
        this.tariffs = tariffs;
        this.caller = caller;
    }

    /**
     * The zone from a day on.
     *
     * @param validFrom first local day, at least two hours beyond what can be traded
     * @param operator distribution operator
     * @param feeder medium-voltage feeder of the operator
     * @param transformer below the feeder
     */
    public record Request(
            @NotNull String validFrom,
            @NotBlank @Size(max = LONGEST) String operator,
            @NotBlank @Size(max = LONGEST) String feeder,
            @NotBlank @Size(max = LONGEST) String transformer,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    @GET
    @Operation(summary = "Its zones by first day; without one the area's own distance holds")
    public Uni<List<ZoneView>> zones(@PathParam("id") String id) {
        return find(id).invoke(point -> caller.access().requireMayKnow(point.participant()))
                .chain(this::views);
    }

    @POST
    @Operation(summary = "Says its zone from a coming day on; utility and operators only")
    public Uni<RestResponse<List<ZoneView>>> add(
            @PathParam("id") String id, @NotNull @Valid Request request) {
        String by = caller.access().requireUtility();
        LocalDate from = Inputs.date("validFrom", request.validFrom()).orElseThrow();
        GridZone zone = new GridZone(request.operator(), request.feeder(), request.transformer());
        return find(id).call(point ->
                        tariffs.add(
                                point,
                                new ZoneChange(point.participant(), from, zone),
                                by,
                                request.reason()))
                .onFailure(IllegalArgumentException.class)
                .transform(TariffResource::problem)
                .chain(this::views)
                .map(views -> RestResponse.status(RestResponse.Status.CREATED, views));
    }

    private Uni<MeteringPoint> find(String id) {
        return registry.meteringPoints()
                .map(points ->
                        points.stream()
                                .filter(point -> point.id().value().equals(id))
                                .findFirst()
                                .orElseThrow(() ->
                                        new ProblemException(
                                                Problem.notFound("metering point " + id))));
    }

    private Uni<List<ZoneView>> views(MeteringPoint point) {
        return registry.area(point.area())
                .map(area ->
                        area.orElseThrow().charges().zones().stream()
                                .filter(one -> one.participant().equals(point.participant()))
                                .sorted(Comparator.comparing(ZoneChange::validFrom))
                                .map(ZoneView::of)
                                .toList());
    }
}
