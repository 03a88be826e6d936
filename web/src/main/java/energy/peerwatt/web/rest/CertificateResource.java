package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.Certificates;
import energy.peerwatt.settlement.chain.Certificates.Certificate;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.Retirement;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.rest.Homes.Home;
import energy.peerwatt.web.view.CertificatesView;
import energy.peerwatt.web.view.CertificatesView.CertificateView;
import energy.peerwatt.web.view.CertificatesView.RetirementView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of the local energy that a member bought, one for each area and interval, in Wh.
 * Their holder is the member's account in the vault, whose key the market keeps: it signs what the
 * member asks for.
 */
@Path("/api/v1/participants/{id}/certificates")
@Tag(name = "participants")
public class CertificateResource {

    private static final int MOST = 24;
    private static final Duration USUAL_SPAN = Duration.ofHours(6);

    private final Homes homes;
    private final Parts parts;
    private final SettlementStore settlements;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public CertificateResource(
            Homes homes,
            Parts parts,
            SettlementStore settlements,
            MarketClock clock,
            CurrentCaller caller) {
        this.homes = homes;
        this.parts = parts;
        this.settlements = settlements;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * What to use up.
     *
     * @param interval start of the interval in which it was bought
     * @param energyWh at most what is left of it
     * @param purpose what for; it goes to the chain, where everybody reads it
     */
    public record Wish(
            @NotNull @Schema(format = "date-time") String interval,
            @Positive long energyWh,
            @NotBlank @Size(max = Certificates.LONGEST_PURPOSE) String purpose) {}

    @GET
    @Operation(
            summary =
                    "Certificates of the energy bought in up to 24 settled intervals from a time on,"
                            + " the last six hours without")
    public Uni<CertificatesView> all(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("from") @Schema(format = "date-time") @Nullable String from) {
        ParticipantId participant = Homes.id(id);
        caller.access().requireMayRead(participant);
        Instant first = Inputs.instant("from", from).orElseGet(() -> clock.now().minus(USUAL_SPAN));
        return homes.find(participant)
                .chain(home ->
                        settlements
                                .settledStartsAfter(
                                        home.area().rules().area(), first.minusMillis(1), MOST)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(starts -> view(home, starts)));
    }

    private CertificatesView view(Home home, List<Instant> starts) {
        ParticipantId participant = home.participant().id();
        Certificates certificates = certificates();
        ChainAddress contract =
                Objects.requireNonNull(
                        parts.chain().gateway().contracts().get("EnergyCertificate"));
        return new CertificatesView(
                participant.value(),
                contract.checksummed(),
                starts.reversed().stream()
                        .flatMap(start ->
                                certificates
                                        .of(participant, home.area().rules().area(), start)
                                        .stream())
                        .map(one -> CertificateView.of(one, certificates.isFinal(one)))
                        .toList(),
                retirements(certificates, participant));
    }

    private static List<RetirementView> retirements(
            Certificates certificates, ParticipantId participant) {
        List<Retirement> all = certificates.retirementsOf(participant);
        Map<Long, OutboxEntry.Outcome> proofs = certificates.proofsOf(all);
        return all.stream().map(one -> RetirementView.of(one, proofs.get(one.id()))).toList();
    }

    @POST
    @Path("/retire")
    @Operation(
            summary =
                    "Uses energy up for good: mints its certificate if that was not done, and"
                            + " retires of it; the member alone")
    public Uni<RestResponse<RetirementView>> retire(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid Wish wish) {
        Access access = caller.access();
        ParticipantId participant = Homes.id(id);
        access.requireSelf(participant);
        Instant start = Inputs.requiredInstant("interval", wish.interval());
        return homes.find(participant)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(home -> asked(home, start, wish))
                .map(one ->
                        RestResponse.status(
                                RestResponse.Status.CREATED, RetirementView.of(one, null)));
    }

    private Retirement asked(Home home, Instant start, Wish wish) {
        ParticipantId participant = home.participant().id();
        Area area = home.area();
        Inputs.interval("interval", area, start);
        Certificates certificates = certificates();
        Certificate one =
                certificates
                        .of(participant, area.rules().area(), start)
                        .orElseThrow(() ->
                                new ProblemException(Problem.notFound("certificate " + start)));
        requireUsable(one, wish.energyWh());
        return certificates
                .retire(participant, one, wish.energyWh(), wish.purpose().strip())
                .orElseThrow(() ->
                        conflict(
                                "retirement-under-way",
                                "An earlier one of this interval is still under way."));
    }

    private void requireUsable(Certificate one, long energyWh) {
        if (!certificates().isFinal(one)) {
            throw conflict(
                    "energy-not-final",
                    "Energy of the interval may be corrected until " + one.mintableFrom() + ".");
        }
        if (one.usableWh() < energyWh) {
            throw conflict("not-that-much-energy", one.usableWh() + " Wh of it are left.");
        }
    }

    private Certificates certificates() {
        return parts.chain().gateway().certificates();
    }

    private static ProblemException conflict(String id, String detail) {
        return new ProblemException(Problem.of(409, id, id.replace('-', ' '), detail));
    }
}
