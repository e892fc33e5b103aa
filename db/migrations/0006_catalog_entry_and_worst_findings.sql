ALTER TABLE "items" ADD COLUMN "catalog_entry" text;--> statement-breakpoint
CREATE INDEX "findings_worst" ON "findings" USING btree ("severity","seq" DESC NULLS LAST) WHERE state <> 'closed';