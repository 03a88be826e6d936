package energy.peerwatt.web.rest;

import energy.peerwatt.settlement.tariff.CountryPack;
import energy.peerwatt.web.view.CountryPackView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What countries' laws fix for shared energy. */
@Path("/api/v1/country-packs/{country}")
@Tag(name = "tariffs")
public class CountryPackResource {

    @GET
    @Operation(summary = "Charges, grid fee reductions and VAT of AT, DE, ES or IT, with sources")
    public CountryPackView pack(@PathParam("country") String country) {
        return CountryPack.of(country)
                .map(CountryPackView::of)
                .orElseThrow(
                        () -> new ProblemException(Problem.notFound("pack of country " + country)));
    }
}
