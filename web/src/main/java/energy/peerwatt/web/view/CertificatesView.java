package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.Certificates.Certificate;
import energy.peerwatt.settlement.store.Retirement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of local energy that a participant bought.
 *
 * @param contract the ERC-1155 contract
 * @param certificates of the intervals asked for in which something was bought, the newest first
 * @param retirements what was to be used up, the newest first; at most 50
 */
public record CertificatesView(
        long participantId,
        String contract,
        List<CertificateView> certificates,
        List<RetirementView> retirements) {

    /**
     * A certificate, as the chain's newest block has it; energy in Wh.
     *
     * @param boughtWh what the batch that counts says was bought
     * @param mintableFrom until then energy may be corrected, and nothing is minted
     * @param minted whether it was; what is not yet is minted when it is first used up
     * @param heldWh what the account holds
     * @param retiredWh what was used up for good
     */
    public record CertificateView(
            int areaId,
            Instant interval,
            long boughtWh,
            Instant mintableFrom,
            boolean minted,
            long heldWh,
            long retiredWh) {

        public static CertificateView of(Certificate one) {
            return new CertificateView(
                    one.area().value(),
                    one.start(),
                    one.boughtWh(),
                    one.mintableFrom(),
                    one.isMinted(),
                    one.heldWh(),
                    one.retiredWh());
        }
    }

    /**
     * A wish to use up energy.
     *
     * @param reason why it was not; null unless it was refused
     */
    public record RetirementView(
            long id,
            int areaId,
            Instant interval,
            long energyWh,
            String purpose,
            Retirement.State state,
            @Nullable String reason) {

        public static RetirementView of(Retirement one) {
            return new RetirementView(
                    one.id(),
                    one.area().value(),
                    one.start(),
                    one.energyWh(),
                    one.purpose(),
                    one.state(),
                    one.reason());
        }
    }
}
