DROP INDEX "outbox_audits";--> statement-breakpoint
DROP INDEX "audits_verdict";--> statement-breakpoint
DROP INDEX "outbox_due";--> statement-breakpoint
DROP INDEX "outbox_delivery";--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "taken_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "audits_verdict" ON "audits" USING btree ("verdict") WHERE verdict is not null;--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("job","due_at","id");--> statement-breakpoint
CREATE INDEX "outbox_delivery" ON "outbox" USING btree ("delivery_id","job");--> statement-breakpoint
ALTER TABLE "outbox" SET (fillfactor = 50);
