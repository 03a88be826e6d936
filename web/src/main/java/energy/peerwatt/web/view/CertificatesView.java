package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.Certificates.Certificate;
import energy.peerwatt.settlement.store.OutboxEntry;
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
     * @param usableWh what can be used up now
     */
    public record CertificateView(
            int areaId,
            Instant interval,
            long boughtWh,
            Instant mintableFrom,
            boolean minted,
            long heldWh,
            long retiredWh,
            long usableWh) {

        /**
         * The view.
         *
         * @param isFinal whether its energy is corrected no more
         */
        public static CertificateView of(Certificate one, boolean isFinal) {
            return new CertificateView(
                    one.area().value(),
                    one.start(),
                    one.boughtWh(),
                    one.mintableFrom(),
                    one.isMinted(),
                    one.heldWh(),
                    one.retiredWh(),
                    isFinal ? one.usableWh() : 0);
        }
    }

    /**
     * A wish to use up energy.
     *
     * @param reason why it was not; null unless it was refused
     * @param transaction that used it up; null until its block is final, and where the market did
     *     not send it
     */
    public record RetirementView(
            long id,
            int areaId,
            Instant interval,
            long energyWh,
            String purpose,
            Retirement.State state,
            @Nullable String reason,
            @Nullable String transaction,
            @Nullable Long blockNumber) {

        public static RetirementView of(Retirement one, OutboxEntry.@Nullable Outcome proof) {
            return new RetirementView(
                    one.id(),
                    one.area().value(),
                    one.start(),
                    one.energyWh(),
                    one.purpose(),
                    one.state(),
                    one.reason(),
                    proof == null ? null : proof.transactionHashHex(),
                    proof == null ? null : proof.blockNumber());
        }
    }
}
