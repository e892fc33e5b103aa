ALTER TABLE "audits" ADD COLUMN "way" text;--> statement-breakpoint
ALTER TABLE "audits" ADD COLUMN "http_status" integer;--> statement-breakpoint
CREATE INDEX "events_finding" ON "events" USING btree ((data->>'findingId')) WHERE data->>'findingId' is not null;--> statement-breakpoint
CREATE INDEX "events_runs" ON "events" USING btree ("id") WHERE kind = 'audits-asked';