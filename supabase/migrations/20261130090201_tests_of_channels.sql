-- Of a test a person says for which channel; how it went is the bot's word.
revoke insert on alert_deliveries from balancer_app;
grant insert (content_id, channel_id, phase) on alert_deliveries to balancer_app;
