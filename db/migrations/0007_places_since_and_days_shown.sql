ALTER TABLE "audits" ADD COLUMN "shown_on" text;--> statement-breakpoint
ALTER TABLE "places" ADD COLUMN "since" timestamp with time zone DEFAULT clock() NOT NULL;